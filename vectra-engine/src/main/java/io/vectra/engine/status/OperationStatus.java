package io.vectra.engine.status;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation of the background that waits or runs in this process.
 *
 * @param id by which it can be canceled
 * @param kind such as FLUSH or INDEX_BUILD
 * @param subject what it is working on; empty while it waits or works on everything
 * @param since when it was asked for, or began to run
 * @param elapsedMillis since then
 * @param progress from 0 to 1, of its subject; null when nobody knows
 */
public record OperationStatus(
    long id,
    String kind,
    boolean running,
    String subject,
    Instant since,
    long elapsedMillis,
    @Nullable Double progress) {}
