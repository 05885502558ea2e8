package io.vectra.jdbc.hostile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Hostile inputs, after what was done to other databases and drivers. Each names a class, a file or
 * a host that is called {@code canary}.
 */
final class HostileInputs {
  private static final String CLASS = "io.vectra.jdbc.hostile.Canary";

  /** Options of this and other drivers that name a class, a file, a host, or statements to run. */
  private static final List<String> OPTIONS =
      List.of(
          "INIT",
          "init",
          "model",
          "schemaFactory",
          "parserFactory",
          "metaTableFactory",
          "metaColumnFactory",
          "typeSystem",
          "conformance",
          "fun",
          "calcite.model.classes.allowed",
          "factory",
          "httpclient_impl",
          "httpclient_factory",
          "lb_strategy",
          "bearer_token_provider_class",
          "token_file",
          "url",
          "truststore",
          "autoDeserialize",
          "queryInterceptors",
          "statementInterceptors",
          "exceptionInterceptors",
          "propertiesTransform",
          "allowLoadLocalInfile",
          "allowUrlInLocalInfile",
          "loggerFile",
          "loggerLevel",
          "logger",
          "socketFactory",
          "socketFactoryArg",
          "sslfactory",
          "sslhostnameverifier",
          "sslpasswordcallback",
          "authenticationPluginClassName",
          "jaasApplicationName",
          "TRACE_LEVEL_FILE",
          "DATABASE_EVENT_LISTENER",
          "JAVA_OBJECT_SERIALIZER",
          "AUTHENTICATOR",
          "session_init_sql_file",
          "custom_extension_repository",
          "temp_directory",
          "ks",
          "driver",
          "class",
          "../create",
          "create/../../canary");

  private static final List<String> STATEMENTS =
      List.of(
          "CREATE ALIAS canary FOR '" + CLASS + ".sing'",
          "CREATE ALIAS canary AS 'String sing() { return \"canary\"; }'",
          "CREATE FUNCTION canary AS '" + CLASS + "'",
          "CREATE FUNCTION canary AS '" + CLASS + "' USING JAR 'canary.jar'",
          "CREATE FUNCTION canary() RETURNS VARCHAR LANGUAGE JAVA EXTERNAL NAME '"
              + CLASS
              + ".sing'",
          "CREATE PROCEDURE canary() LANGUAGE JAVA PARAMETER STYLE JAVA EXTERNAL NAME '"
              + CLASS
              + ".sing'",
          "CREATE AGGREGATE canary FOR '" + CLASS + "'",
          "CREATE TRIGGER canary AFTER INSERT ON t CALL '" + CLASS + "'",
          "CREATE TYPE canary AS EXTERNAL NAME '" + CLASS + "' LANGUAGE JAVA",
          "CREATE FOREIGN SCHEMA canary LIBRARY '" + CLASS + "'",
          "CREATE FOREIGN SCHEMA canary TYPE 'jdbc' OPTIONS (jdbcUrl 'jdbc:h2:file:/tmp/canary')",
          "CREATE FOREIGN TABLE canary (x INT) SERVER canary",
          "CREATE SERVER canary FOREIGN DATA WRAPPER canary",
          "CREATE EXTERNAL TABLE canary (x INT) LOCATION 'file:///tmp/canary'",
          "CREATE LINKED TABLE canary('" + CLASS + "', 'jdbc:h2:mem:', '', '', 'T')",
          "CREATE TABLE canary (x INT) ENGINE \"" + CLASS + "\"",
          "CREATE EXTENSION canary",
          "CREATE VIRTUAL TABLE canary USING csv(filename='/tmp/canary')",
          "CREATE TABLE canary (x \"" + CLASS + "\")",
          "LOAD '/tmp/canary.so'",
          "LOAD EXTENSION '/tmp/canary.so'",
          "INSTALL canary",
          "INSTALL canary FROM 'http://127.0.0.1:9/canary'",
          "ATTACH DATABASE '/tmp/canary.db' AS canary",
          "ATTACH '/tmp/canary.db'",
          "IMPORT DATABASE '/tmp/canary'",
          "EXPORT DATABASE '/tmp/canary'",
          "BACKUP TO '/tmp/canary.zip'",
          "BACKUP DATABASE TO DISK = '/tmp/canary'",
          "RESTORE DATABASE canary FROM DISK = '/tmp/canary'",
          "VACUUM INTO '/tmp/canary'",
          "SCRIPT TO '/tmp/canary.sql'",
          "RUNSCRIPT FROM '/tmp/canary.sql'",
          "RUNSCRIPT FROM 'http://127.0.0.1:9/canary.sql'",
          "SOURCE /tmp/canary.sql",
          ".import /tmp/canary t",
          "\\i /tmp/canary",
          "COPY t FROM '/tmp/canary'",
          "COPY t TO '/tmp/canary'",
          "COPY t TO PROGRAM 'touch /tmp/canary'",
          "COPY (SELECT 1) TO '/tmp/canary'",
          "LOAD DATA INFILE '/tmp/canary' INTO TABLE t",
          "LOAD DATA LOCAL INFILE '/tmp/canary' INTO TABLE t",
          "BULK INSERT t FROM '/tmp/canary'",
          "SELECT * INTO OUTFILE '/tmp/canary' FROM t",
          "SELECT id INTO DUMPFILE '/tmp/canary' FROM t",
          "SELECT LOAD_FILE('/tmp/canary')",
          "SELECT FILE_READ('/tmp/canary')",
          "SELECT FILE_READ('classpath:canary')",
          "SELECT FILE_WRITE('x', '/tmp/canary')",
          "CALL CSVWRITE('/tmp/canary', 'SELECT 1')",
          "SELECT * FROM CSVREAD('/tmp/canary')",
          "SELECT * FROM read_csv('/tmp/canary')",
          "SELECT * FROM '/tmp/canary.parquet'",
          "SELECT * FROM \"/tmp/canary.csv\"",
          "SELECT * FROM file('/tmp/canary')",
          "SELECT * FROM url('http://127.0.0.1:9/canary')",
          "SELECT * FROM OPENROWSET(BULK '/tmp/canary', SINGLE_CLOB) AS x",
          "SELECT pg_read_file('/tmp/canary')",
          "SELECT pg_ls_dir('/tmp')",
          "SELECT lo_import('/tmp/canary')",
          "SELECT dblink('host=127.0.0.1 port=9', 'SELECT 1')",
          "SELECT http_get('http://127.0.0.1:9/canary')",
          "SELECT UTL_HTTP.REQUEST('http://127.0.0.1:9/canary')",
          "SELECT HTTPURITYPE('http://127.0.0.1:9/canary').GETCLOB()",
          "SELECT sys_eval('touch /tmp/canary')",
          "EXEC xp_cmdshell 'touch /tmp/canary'",
          "CALL SYSTEM('touch /tmp/canary')",
          "CALL \"java.lang.System.exit\"(1)",
          "CALL LINK_SCHEMA('canary', '" + CLASS + "', 'jdbc:h2:mem:', '', '', 'PUBLIC')",
          "CALL VECTRA.BACKUP('/tmp/canary')",
          "CALL VECTRA.EXPORT('/tmp/canary')",
          "CALL VECTRA.IMPORT('/tmp/canary')",
          "CALL " + CLASS + ".sing()",
          "CALL \"" + CLASS + ".sing\"()",
          "SELECT " + CLASS + ".sing()",
          "SELECT \"" + CLASS + "\".\"sing\"()",
          "SELECT \"" + CLASS + ".sing\"()",
          "SELECT java.lang.System.getProperty('user.home')",
          "SELECT \"java.lang.Runtime\".\"getRuntime\"().\"exec\"('touch /tmp/canary')",
          "SELECT NEW " + CLASS + "()",
          "SELECT NEW \"" + CLASS + "\"()",
          "SELECT CAST(id AS \"" + CLASS + "\") FROM t",
          "SELECT CAST(NULL AS JAVA_OBJECT)",
          "SELECT CAST('aced0005' AS JAVA_OBJECT)",
          "SELECT * FROM TABLE(\"" + CLASS + "\"())",
          "SELECT * FROM TABLE(canary.sing())",
          "SELECT EXTRACT(XML '<!DOCTYPE c SYSTEM \"file:///tmp/canary\"><c/>', '/c')",
          "SELECT EXTRACTVALUE('<!DOCTYPE c [<!ENTITY e SYSTEM \"file:///tmp/canary\">]><c>&e;</c>',"
              + " '/c')",
          "SELECT EXTRACT_VALUE('<!DOCTYPE c [<!ENTITY e SYSTEM \"file:///tmp/canary\">]><c>&e;</c>',"
              + " '/c')",
          "SELECT XMLTRANSFORM('<c/>', '<xsl:stylesheet version=\"1.0\"><xsl:include"
              + " href=\"http://127.0.0.1:9/canary\"/></xsl:stylesheet>')",
          "SELECT XML_TRANSFORM('<c/>', '<x/>')",
          "SELECT EXISTS_NODE('<!DOCTYPE c SYSTEM \"http://127.0.0.1:9/canary\"><c/>', '/c')",
          "SELECT JSON_VALUE('{}', 'lax $.canary.sing()')",
          "SELECT JSON_QUERY('{}', '$[?(@.x =~ /(a+)+$/)]')",
          "SELECT PARSE_URL('http://127.0.0.1:9/canary', 'HOST')",
          "SELECT GENERATE_SERIES(1, 10) FROM canary",
          "DO $$ BEGIN PERFORM canary(); END $$",
          "EXECUTE IMMEDIATE 'SELECT 1'",
          "PREPARE canary FROM 'SELECT 1'",
          "PRAGMA temp_store_directory = '/tmp/canary'",
          "PRAGMA database_list",
          "ALTER SYSTEM SET log_directory = '/tmp/canary'",
          "ALTER SESSION SET canary = '" + CLASS + "'",
          "ALTER SYSTEM SET \"fun\" = '" + CLASS + "'",
          "SET GLOBAL general_log_file = '/tmp/canary'",
          "SET JAVA_OBJECT_SERIALIZER '" + CLASS + "'",
          "SET DATABASE_EVENT_LISTENER '" + CLASS + "'",
          "SET TRACE_LEVEL_FILE 3",
          "SET model = 'inline:{}'",
          "SET temp_directory = '/tmp/canary'",
          "GRANT ALL ON t TO canary",
          "NOTIFY canary",
          "LISTEN canary",
          "SHUTDOWN SCRIPT",
          "UPLOAD JAR '/tmp/canary.jar'",
          "ADD JAR '/tmp/canary.jar'",
          "DESCRIBE FUNCTION canary",
          "EXPLAIN (FILE '/tmp/canary') SELECT 1");

  /** Names that are paths elsewhere, streams, devices, or end a text early. */
  private static final List<String> NAMES =
      List.of(
          "../canary",
          "../../../../../../tmp/canary",
          "/tmp/canary",
          "\\\\127.0.0.1\\canary",
          "C:\\canary",
          "canary/../../canary",
          "..",
          ".",
          "LOCK",
          "STATE",
          "CURRENT",
          "canary:stream",
          "CON",
          "canary\\",
          "canary%00",
          "canary%2e%2e%2f",
          "${jndi:ldap://127.0.0.1:9/canary}",
          "canary'; DROP TABLE t; --",
          "<script>canary</script>",
          "file:///tmp/canary",
          "canary\u202Egnp",
          "~canary",
          "$(touch canary)",
          "`touch canary`",
          "canary|canary",
          "-canary");

  private HostileInputs() {}

  /** What follows the {@code ?} of a URL, or is given as a property: key and value. */
  static List<List<String>> options() {
    List<List<String>> options = new ArrayList<>();
    for (String key : OPTIONS) {
      for (String value : List.of(CLASS, "/tmp/canary", "http://127.0.0.1:9/canary")) {
        options.add(List.of(key, value));
      }
    }
    for (String key :
        List.of("create", "readOnly", "durability", "access", "vectorType", "memory")) {
      options.add(List.of(key, CLASS));
      options.add(List.of(key, "../canary"));
    }
    return options;
  }

  /** Whole URLs; those of memory are of databases without files. */
  static List<String> urls() {
    return List.of(
        "jdbc:vectra:",
        "jdbc:vectra:\u0000canary",
        "jdbc:vectra:http://127.0.0.1:9/canary",
        "jdbc:vectra:https://127.0.0.1:9/canary",
        "jdbc:vectra:ftp://127.0.0.1:9/canary",
        "jdbc:vectra:ldap://127.0.0.1:9/canary",
        "jdbc:vectra:jar:file:/tmp/canary.jar!/canary",
        "jdbc:vectra://127.0.0.1:9/canary",
        "jdbc:vectra:tcp://127.0.0.1:9/canary",
        "jdbc:vectra:memory:",
        "jdbc:vectra:memory:../../canary",
        "jdbc:vectra:memory:/tmp/canary",
        "jdbc:vectra:memory:c;INIT=RUNSCRIPT FROM '/tmp/canary'",
        "jdbc:vectra:memory:c?create=true;INIT=canary",
        "jdbc:vectra:memory:c?create=true&create=true",
        "jdbc:vectra:memory:c?create",
        "jdbc:vectra:memory:c?=canary",
        "jdbc:vectra:memory:c?%63reate=canary",
        "jdbc:vectra:memory:c??model=inline:{}",
        "jdbc:vectra:memory:c#canary");
  }

  /** Statements; those with a name in them may be right, and then keep the name as a name. */
  static List<String> statements() {
    Set<String> statements = new LinkedHashSet<>(STATEMENTS);
    for (String name : NAMES) {
      String quoted = '"' + name.replace("\"", "\"\"") + '"';
      statements.add("CREATE TABLE " + quoted + " (id INTEGER PRIMARY KEY, v VECTOR(2))");
      statements.add("INSERT INTO " + quoted + " VALUES (1, '[1,2]')");
      statements.add("CREATE VECTOR INDEX " + quoted + " ON " + quoted + " (v)");
      statements.add("CREATE SCHEMA " + quoted);
      statements.add("CREATE SEQUENCE " + quoted);
      statements.add("CREATE TABLE t2 (" + quoted + " INTEGER)");
      statements.add("DROP TABLE t2");
      statements.add("COMMENT ON TABLE t IS '" + name.replace("'", "''") + "'");
    }
    statements.add("CHECKPOINT");
    return List.copyOf(statements);
  }
}
