package io.vectra.engine.event;

import io.vectra.engine.error.ErrorCode;
import java.lang.System.Logger.Level;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @param time when it was reported
 * @param code of the error that it was, or null
 * @param table that it is about, or null
 */
public record Event(
    Instant time,
    Level level,
    EventKind kind,
    @Nullable ErrorCode code,
    @Nullable String table,
    String message) {}
