<#-- CREATE TABLE, ALTER TABLE, DROP TABLE, TRUNCATE TABLE. -->
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

SqlNode AlterTable() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier table;
    final SqlAlterVectraTable.Change change;
}
{
    <ALTER> { s = span(); } <TABLE>
    ifExists = IfExistsOpt()
    table = CompoundIdentifier()
    (
        <ADD> change = AddColumn()
    |
        <DROP> change = DropColumn()
    |
        <RENAME> change = Rename()
    |
        <ALTER> change = AlterColumn()
    )
    [ <COMMA> { Refusals.refuse("ALTER TABLE with several changes", getPos()); } ]
    { return new SqlAlterVectraTable(s.end(this), ifExists, table, change); }
}

SqlAlterVectraTable.Change AddColumn() :
{
    boolean ifNotExists = false;
    final SqlIdentifier column;
    final SqlDataTypeSpec type;
    final SqlColumnDefinition.Builder builder;
}
{
    ( <CONSTRAINT> | <PRIMARY> | <UNIQUE> | <CHECK> | <FOREIGN> )
    {
        Refusals.refuse("ALTER TABLE .. ADD of a constraint", getPos());
        return null;
    }
|
    [ <COLUMN> ]
    ifNotExists = IfNotExistsOpt()
    column = SimpleIdentifier()
    type = DataType()
    { builder = new SqlColumnDefinition.Builder(column, type); }
    ( ColumnOption(builder) )*
    {
        return new SqlAlterVectraTable.AddColumn(
            builder.build(Span.of(column).end(this)), ifNotExists);
    }
}

SqlAlterVectraTable.Change DropColumn() :
{
    boolean ifExists = false;
    final SqlIdentifier column;
}
{
    ( <CONSTRAINT> | <PRIMARY> )
    {
        Refusals.refuse("ALTER TABLE .. DROP of a constraint", getPos());
        return null;
    }
|
    [ <COLUMN> ]
    ifExists = IfExistsOpt()
    column = SimpleIdentifier()
    [ <RESTRICT> | <CASCADE> { Refusals.refuse("DROP COLUMN .. CASCADE", getPos()); } ]
    { return new SqlAlterVectraTable.DropColumn(column.getSimple(), ifExists); }
}

SqlAlterVectraTable.Change Rename() :
{
    final SqlIdentifier column;
    final SqlIdentifier name;
}
{
    <TO> name = SimpleIdentifier()
    { return new SqlAlterVectraTable.RenameTable(name.getSimple()); }
|
    <CONSTRAINT>
    {
        Refusals.refuse("ALTER TABLE .. RENAME CONSTRAINT", getPos());
        return null;
    }
|
    [ <COLUMN> ] column = SimpleIdentifier() <TO> name = SimpleIdentifier()
    { return new SqlAlterVectraTable.RenameColumn(column.getSimple(), name.getSimple()); }
}

SqlAlterVectraTable.Change AlterColumn() :
{
    final SqlIdentifier identifier;
    final String column;
    final SqlNode value;
}
{
    [ <COLUMN> ] identifier = SimpleIdentifier() { column = identifier.getSimple(); }
    (
        <SET>
        (
            <DEFAULT_> value = Expression(ExprContext.ACCEPT_NON_QUERY)
            { return new SqlAlterVectraTable.SetDefault(column, value); }
        |
            <NOT> <NULL> { return new SqlAlterVectraTable.SetNullable(column, false); }
        |
            <NULL> { return new SqlAlterVectraTable.SetNullable(column, true); }
        |
            <DATA>
            {
                Refusals.refuse("A change of a column's type", getPos());
                return null;
            }
        )
    |
        <DROP>
        (
            <DEFAULT_> { return new SqlAlterVectraTable.SetDefault(column, null); }
        |
            <NOT> <NULL> { return new SqlAlterVectraTable.SetNullable(column, true); }
        )
    |
        <RENAME> <TO> value = SimpleIdentifier()
        {
            return new SqlAlterVectraTable.RenameColumn(
                column, ((SqlIdentifier) value).getSimple());
        }
    |
        <TYPE>
        {
            Refusals.refuse("A change of a column's type", getPos());
            return null;
        }
    )
}

SqlDrop DropTable(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
    boolean cascade = false;
}
{
    <TABLE> ifExists = IfExistsOpt() name = CompoundIdentifier()
    [ <RESTRICT> | <CASCADE> { cascade = true; } ]
    { return new SqlDropVectraTable(s.end(this), ifExists, name, cascade); }
}

SqlTruncate TruncateTable(Span s) :
{
    final SqlIdentifier name;
}
{
    [ <TABLE> ] name = CompoundIdentifier()
    [ <CASCADE> { Refusals.refuse("TRUNCATE TABLE .. CASCADE", getPos()); } ]
    { return new SqlTruncateVectraTable(s.end(this), name); }
}
