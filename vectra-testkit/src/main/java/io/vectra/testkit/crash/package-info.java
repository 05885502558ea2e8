/**
 * Crashes without crashing: from one recorded trace of storage calls, every image that a device may
 * hold when power goes at any moment. Knows the trace alone, nothing of what the files mean.
 */
@NullMarked
package io.vectra.testkit.crash;

import org.jspecify.annotations.NullMarked;
