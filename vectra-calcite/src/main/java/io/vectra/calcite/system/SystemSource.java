package io.vectra.calcite.system;

import io.vectra.engine.Database;
import java.util.List;

/** The session that queries system views, as they see it. */
public interface SystemSource {

  /** The database that the session talks to. */
  Database database();

  /** What {@code SET} changes, as it is now. */
  List<SettingStatus> describeSettings();

  /** The statements that run on the database in this process. */
  List<StatementStatus> runningStatements();
}
