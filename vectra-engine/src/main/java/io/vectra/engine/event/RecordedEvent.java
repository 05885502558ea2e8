package io.vectra.engine.event;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** An event in the flight recorder; loaded only where the JVM has one. */
@Name("io.vectra.DatabaseEvent")
@Label("Vectra Database Event")
@Category("Vectra")
@Description("Something that happened to a Vectra database")
@StackTrace(false)
final class RecordedEvent extends jdk.jfr.Event {
  @Label("Database")
  private String database = "";

  @Label("Kind")
  private String kind = "";

  @Label("Level")
  private String level = "";

  @Label("Code")
  private String code = "";

  @Label("Table")
  private String table = "";

  @Label("Message")
  private String message = "";

  private RecordedEvent() {}

  static void commit(String database, Event event) {
    RecordedEvent recorded = new RecordedEvent();
    if (recorded.shouldCommit()) {
      recorded.database = database;
      recorded.kind = event.kind().name();
      recorded.level = event.level().name();
      recorded.code = event.code() == null ? "" : event.code().name();
      recorded.table = event.table() == null ? "" : event.table();
      recorded.message = event.message();
      recorded.commit();
    }
  }
}
