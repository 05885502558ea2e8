/**
 * Execution: rows of table scans, as cursors or inside generated code, with what one execution
 * needs. In: templates and parameters; out: rows.
 */
@NullMarked
package io.vectra.calcite.execute;

import org.jspecify.annotations.NullMarked;
