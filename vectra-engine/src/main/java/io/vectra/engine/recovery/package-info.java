/**
 * Recovery: from the files of a database to its state in memory. In: the newest manifest and the
 * logs after it; out: a store to go on with. It changes no file that it reads.
 */
@NullMarked
package io.vectra.engine.recovery;

import org.jspecify.annotations.NullMarked;
