/**
 * Foreign keys: which rows of two tables belong together. In: a catalog, and what reads rows; out:
 * keys without a parent, rows that have one. Never writes; the commit checks with it, and so does
 * whoever writes rows for a statement.
 */
@NullMarked
package io.vectra.engine.constraint;

import org.jspecify.annotations.NullMarked;
