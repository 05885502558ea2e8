/** Cancel and time-outs amid all kinds of work. */
@NullMarked
package io.vectra.jdbc.cancel;

import org.jspecify.annotations.NullMarked;
