/**
 * Programs that use a database while their storage calls are recorded, and the oracle that says
 * which states a crash may leave.
 */
@NullMarked
package io.vectra.testkit.workload;

import org.jspecify.annotations.NullMarked;
