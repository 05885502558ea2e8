<#-- CREATE TABLE, DROP TABLE, TRUNCATE TABLE. -->
boolean IfNotExistsOpt() :
{
}
{
    LOOKAHEAD(3)
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfExistsOpt() :
{
}
{
    LOOKAHEAD(2)
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

SqlCreate CreateTable(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<SqlColumnDefinition> columns = new ArrayList<SqlColumnDefinition>();
    final List<SqlIdentifier> primaryKey = new ArrayList<SqlIdentifier>();
}
{
    <TABLE> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    (
        <AS> { Refusals.refuse("CREATE TABLE AS", getPos()); }
    |
        <LPAREN>
        TableElement(columns, primaryKey)
        ( <COMMA> TableElement(columns, primaryKey) )*
        <RPAREN>
    )
    {
        return SqlCreateVectraTable.of(s.end(this), ifNotExists, name, columns, primaryKey);
    }
}

void TableElement(List<SqlColumnDefinition> columns, List<SqlIdentifier> primaryKey) :
{
    final SqlIdentifier column;
    final SqlDataTypeSpec type;
    final SqlColumnDefinition.Builder builder;
}
{
    [ <CONSTRAINT> SimpleIdentifier() ]
    TableConstraint(primaryKey)
|
    column = SimpleIdentifier()
    type = DataType()
    { builder = new SqlColumnDefinition.Builder(column, type); }
    ( ColumnOption(builder) )*
    { columns.add(builder.build(Span.of(column).end(this))); }
}

void TableConstraint(List<SqlIdentifier> primaryKey) :
{
    final SqlNodeList key;
    final Span s;
}
{
    <PRIMARY> { s = span(); } <KEY> key = ParenthesizedSimpleIdentifierList()
    { SqlCreateVectraTable.setPrimaryKey(primaryKey, key, s.end(this)); }
|
    <UNIQUE> { Refusals.refuse("A UNIQUE constraint", getPos()); }
|
    <CHECK> { Refusals.refuse("A CHECK constraint", getPos()); }
|
    <FOREIGN> { Refusals.refuse("A FOREIGN KEY", getPos()); }
}

void ColumnOption(SqlColumnDefinition.Builder column) :
{
    final SqlNode value;
    final boolean always;
}
{
    <NOT> <NULL> { column.nullable(false, getPos()); }
|
    <NULL> { column.nullable(true, getPos()); }
|
    <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY)
    { column.defaultValue(value); }
|
    <GENERATED>
    (
        <ALWAYS> { always = true; }
    |
        <BY> <DEFAULT_> { always = false; }
    )
    <AS>
    (
        <IDENTITY> { column.identity(always, getPos()); }
        [ <LPAREN> { Refusals.refuse("An option of IDENTITY", getPos()); } ]
    |
        <LPAREN> { Refusals.refuse("A computed column", getPos()); }
    )
|
    [ <CONSTRAINT> SimpleIdentifier() ]
    (
        <PRIMARY> <KEY> { column.primaryKey(getPos()); }
    |
        <UNIQUE> { Refusals.refuse("A UNIQUE constraint", getPos()); }
    |
        <CHECK> { Refusals.refuse("A CHECK constraint", getPos()); }
    |
        <REFERENCES> { Refusals.refuse("A FOREIGN KEY", getPos()); }
    )
|
    <COLLATE> { Refusals.refuse("COLLATE", getPos()); }
}

SqlDrop DropTable(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    <TABLE> ifExists = IfExistsOpt() name = CompoundIdentifier()
    [ <RESTRICT> | <CASCADE> { Refusals.refuse("DROP TABLE .. CASCADE", getPos()); } ]
    { return new SqlDropVectraTable(s.end(this), ifExists, name); }
}

SqlTruncate TruncateTable(Span s) :
{
    final SqlIdentifier name;
}
{
    <TABLE> name = CompoundIdentifier()
    [ <CASCADE> { Refusals.refuse("TRUNCATE TABLE .. CASCADE", getPos()); } ]
    { return new SqlTruncateVectraTable(s.end(this), name); }
}
