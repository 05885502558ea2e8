/**
 * SQL text to syntax trees. In comes text; out comes one of Calcite's nodes or one of ours, of
 * which every one has typed accessors and can be written back as SQL. The grammar is Calcite's with
 * our productions added ({@code src/main/codegen}); {@link
 * io.vectra.calcite.parser.VectraSqlParser} is the way in. Knows nothing of tables, of plans, or of
 * the engine but its errors and limits.
 */
@NullMarked
package io.vectra.calcite.parser;

import org.jspecify.annotations.NullMarked;
