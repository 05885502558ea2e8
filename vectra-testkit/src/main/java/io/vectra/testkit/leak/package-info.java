/** What a database that was closed may not leave behind in its process. */
@NullMarked
package io.vectra.testkit.leak;

import org.jspecify.annotations.NullMarked;
