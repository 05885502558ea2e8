/**
 * Files of rows and of vectors, read one at a time with bounds. In: paths; out: values to bind. An
 * error names the file, the line or row, and what was found.
 */
@NullMarked
package io.vectra.jdbc.shell.load;

import org.jspecify.annotations.NullMarked;
