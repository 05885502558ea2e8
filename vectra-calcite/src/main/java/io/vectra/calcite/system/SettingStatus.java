package io.vectra.calcite.system;

/** A setting of a session, its values as {@code SET} takes them. */
public record SettingStatus(String name, String value, String defaultValue, String description) {}
