/**
 * What happens to a database that its owner may want to know: reported once, and shown by the
 * system's logger, by the flight recorder where the JVM has one, and by a list of the newest. Knows
 * only {@code engine.error}.
 */
@NullMarked
package io.vectra.engine.event;

import org.jspecify.annotations.NullMarked;
