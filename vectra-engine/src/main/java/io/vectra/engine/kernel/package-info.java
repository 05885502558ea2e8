/**
 * Inner loops: sums over arrays and over mapped or native memory. In: numbers; out: numbers. Each
 * loop stands here in plain Java, and beside it with the instructions of {@code
 * jdk.incubator.vector}, when a JVM has that module and a {@code Trial} finds it compiled: over
 * arrays on every JDK, over byte buffers on JDK 17 and 18, over memory segments on JDK 22 and
 * later. Nothing here knows files, rows or graphs.
 */
@NullMarked
package io.vectra.engine.kernel;

import org.jspecify.annotations.NullMarked;
