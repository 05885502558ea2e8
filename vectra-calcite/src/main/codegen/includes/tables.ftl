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
    final List<TableConstraint> constraints = new ArrayList<TableConstraint>();
    final List<SqlUniqueConstraint> uniques = new ArrayList<SqlUniqueConstraint>();
    final Definition rows;
}
{
    <TABLE> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    (
        LOOKAHEAD([ ParenthesizedSimpleIdentifierList() ] <AS>)
        rows = TableRows(name, ifNotExists)
        { return new SqlCreateDefinition(s.end(this), rows); }
    |
        LOOKAHEAD(<LPAREN> <LIKE>)
        <LPAREN> { Refusals.refuse("CREATE TABLE (LIKE ..)", getPos()); }
    |
        <LPAREN>
        TableElement(columns, primaryKey, constraints, uniques)
        ( <COMMA> TableElement(columns, primaryKey, constraints, uniques) )*
        <RPAREN>
    )
    {
        return SqlCreateVectraTable.of(
                s.end(this), ifNotExists, name, columns, primaryKey, uniques)
            .with(constraints);
    }
}

/** The rows of a query, in a new table. */
Definition TableRows(SqlIdentifier name, boolean ifNotExists) :
{
    final List<String> columns = new ArrayList<String>();
    SqlNodeList named = SqlNodeList.EMPTY;
    final SqlParserPos begin;
    final SqlNode query;
    SqlParserPos end = null;
    boolean withData = true;
}
{
    [ named = ParenthesizedSimpleIdentifierList() ]
    <AS> { begin = new SqlParserPos(getToken(1).beginLine, getToken(1).beginColumn); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    [
        <WITH> { end = getPos(); }
        [ <NO> { withData = false; } ]
        <DATA>
    ]
    {
        for (SqlNode column : named) {
            columns.add(((SqlIdentifier) column).getSimple());
        }
        return new Definition.CreateTableAs(name, ifNotExists, columns, query, begin, end, withData);
    }
}

void TableElement(
    List<SqlColumnDefinition> columns,
    List<SqlIdentifier> primaryKey,
    List<TableConstraint> constraints,
    List<SqlUniqueConstraint> uniques) :
{
    final SqlIdentifier column;
    final SqlDataTypeSpec type;
    final SqlColumnDefinition.Builder builder;
}
{
    TableConstraint(primaryKey, constraints, uniques)
|
    column = SimpleIdentifier()
    type = ColumnType()
    { builder = new SqlColumnDefinition.Builder(column, type); }
    ( ColumnOption(builder) )*
    { columns.add(builder.build(Span.of(column).end(this))); }
}

void TableConstraint(
    List<SqlIdentifier> primaryKey,
    List<TableConstraint> constraints,
    List<SqlUniqueConstraint> uniques) :
{
    final String name;
    final SqlUniqueConstraint unique;
    final SqlNodeList key;
    final TableConstraint check;
    final TableConstraint.References references;
    final Span s;
}
{
    name = ConstraintNameOpt()
    (
        <PRIMARY> { s = span(); } <KEY> key = ParenthesizedSimpleIdentifierList()
        {
            SqlCreateVectraTable.setPrimaryKey(primaryKey, key, s.end(this));
            if (name != null) {
                constraints.add(new TableConstraint.PrimaryKey(name));
            }
        }
    |
        unique = UniqueConstraint(name) { uniques.add(unique); }
    |
        check = Check(name) { constraints.add(check); }
    |
        <FOREIGN> <KEY> key = ParenthesizedSimpleIdentifierList() references = References()
        { constraints.add(new TableConstraint.ForeignKey(name, TableConstraint.names(key), references)); }
    )
}

String ConstraintNameOpt() :
{
    final SqlIdentifier name;
}
{
    <CONSTRAINT> name = SimpleIdentifier() { return name.getSimple(); }
|
    { return null; }
}

TableConstraint Check(String name) :
{
    final Token first;
}
{
    <CHECK> <LPAREN> { first = getToken(1); }
    Expression(ExprContext.ACCEPT_SUB_QUERY)
    {
        final SqlParserPos place = new SqlParserPos(
            first.beginLine, first.beginColumn, token.endLine, token.endColumn);
    }
    <RPAREN>
    { return TableConstraint.Check.of(name, getOriginalSql(), place); }
}

TableConstraint.References References() :
{
    final SqlIdentifier parent;
    SqlNodeList columns = SqlNodeList.EMPTY;
    Constraint.Action onDelete = Constraint.Action.NO_ACTION;
    Constraint.Action onUpdate = Constraint.Action.NO_ACTION;
}
{
    <REFERENCES> parent = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    [ <MATCH> { Refusals.refuse("MATCH", getPos()); } ]
    (
        <ON>
        (
            <DELETE> onDelete = ReferentialAction()
        |
            <UPDATE> onUpdate = ReferentialAction()
        )
    )*
    [ <DEFERRABLE> { Refusals.refuse("DEFERRABLE", getPos()); } ]
    { return new TableConstraint.References(parent, TableConstraint.names(columns), onDelete, onUpdate); }
}

Constraint.Action ReferentialAction() :
{
}
{
    <NO> <ACTION> { return Constraint.Action.NO_ACTION; }
|
    <RESTRICT> { return Constraint.Action.RESTRICT; }
|
    <CASCADE> { return Constraint.Action.CASCADE; }
|
    <SET>
    (
        <NULL> { return Constraint.Action.SET_NULL; }
    |
        <DEFAULT_> { return Constraint.Action.SET_DEFAULT; }
    )
}

SqlUniqueConstraint UniqueConstraint(String name) :
{
    final SqlNodeList columns;
}
{
    <UNIQUE> columns = ParenthesizedSimpleIdentifierList()
    { return new SqlUniqueConstraint(name, columns); }
}

SqlDataTypeSpec ColumnType() :
{
    final SqlDataTypeSpec type;
}
{
    type = DataType()
    [
        <LBRACKET> {
            Refusals.refuse(
                "An array type (keep the elements as JSON, or in a table of their own; numbers"
                    + " as VECTOR(n))",
                getPos());
        }
    ]
    { return type; }
}

ColumnDefault ColumnDefault() :
{
    final Token first;
    final SqlNode value;
}
{
    <DEFAULT_> { first = getToken(1); }
    value = Expression(ExprContext.ACCEPT_SUB_QUERY)
    {
        return ColumnDefault.of(
            value,
            getOriginalSql(),
            new SqlParserPos(
                first.beginLine, first.beginColumn, token.endLine, token.endColumn));
    }
}

void ColumnOption(SqlColumnDefinition.Builder column) :
{
    final ColumnDefault value;
    final boolean always;
}
{
    value = ColumnDefault() { column.defaultValue(value); }
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
    ColumnConstraint(column)
|
    <COLLATE> { Refusals.refuse("COLLATE", getPos()); }
}

void ColumnConstraint(SqlColumnDefinition.Builder column) :
{
    final String name;
    final TableConstraint check;
    final TableConstraint.References references;
}
{
    name = ConstraintNameOpt()
    (
        <PRIMARY> <KEY> { column.primaryKey(getPos(), name); }
    |
        <UNIQUE> { column.unique(name, getPos()); }
    |
        check = Check(name) { column.constraint(check); }
    |
        references = References() { column.references(name, references); }
    |
        <NOT> <NULL> { column.nullable(false, getPos()); }
    |
        <NULL> { column.nullable(true, getPos()); }
    )
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
    final List<SqlIdentifier> primaryKey = new ArrayList<SqlIdentifier>();
    final List<TableConstraint> constraints = new ArrayList<TableConstraint>();
    final List<SqlUniqueConstraint> uniques = new ArrayList<SqlUniqueConstraint>();
}
{
    TableConstraint(primaryKey, constraints, uniques)
    {
        Refusals.unless(primaryKey.isEmpty(), "ALTER TABLE .. ADD PRIMARY KEY", getPos());
        return uniques.isEmpty()
            ? new SqlAlterVectraTable.AddConstraint(constraints.get(0))
            : new SqlAlterVectraTable.AddUnique(uniques.get(0));
    }
|
    [ <COLUMN> ]
    ifNotExists = IfNotExistsOpt()
    column = SimpleIdentifier()
    type = ColumnType()
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
    boolean cascade = false;
    final SqlIdentifier column;
}
{
    <CONSTRAINT> ifExists = IfExistsOpt() column = SimpleIdentifier()
    [ <RESTRICT> | <CASCADE> { cascade = true; } ]
    { return new SqlAlterVectraTable.DropConstraint(column.getSimple(), ifExists, cascade); }
|
    <PRIMARY>
    {
        Refusals.refuse("ALTER TABLE .. DROP PRIMARY KEY", getPos());
        return null;
    }
|
    [ <COLUMN> ]
    ifExists = IfExistsOpt()
    column = SimpleIdentifier()
    [ <RESTRICT> | <CASCADE> { cascade = true; } ]
    { return new SqlAlterVectraTable.DropColumn(column.getSimple(), ifExists, cascade); }
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
    final ColumnDefault given;
    final SqlNode value;
}
{
    [ <COLUMN> ] identifier = SimpleIdentifier() { column = identifier.getSimple(); }
    (
        <SET>
        (
            given = ColumnDefault()
            { return new SqlAlterVectraTable.SetDefault(column, given); }
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
