/** The driver under load: many threads, large results, in JVMs with little memory. */
@NullMarked
package io.vectra.jdbc.load;

import org.jspecify.annotations.NullMarked;
