/**
 * What a database consists of at one moment: for each table its memtables, segments and graphs, as
 * immutable values that are replaced whole. Holds files open for as long as somebody reads them.
 */
@NullMarked
package io.vectra.engine.table;

import org.jspecify.annotations.NullMarked;
