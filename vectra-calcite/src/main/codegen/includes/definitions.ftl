<#-- What is defined beside tables and indexes: sequences, views, schemas, comments. -->
SqlCreate CreateSequence(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final SequenceOptions said = new SequenceOptions();
}
{
    <SEQUENCE> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt()
    name = CompoundIdentifier()
    ( SequenceOption(said) )*
    {
        return new SqlCreateDefinition(
            s.end(this), new Definition.CreateSequence(name, ifNotExists, said));
    }
}

void SequenceOption(SequenceOptions said) :
{
    final SqlDataTypeSpec type;
    final SqlLiteral number;
    final SequenceOptions.Option option;
}
{
    <AS> type = DataType() { said.type(type, getPos()); }
|
    <START> [ <WITH> ] number = NumericLiteral()
    { said.set(SequenceOptions.Option.START, number, getPos()); }
|
    <INCREMENT> [ <BY> ] number = NumericLiteral()
    { said.set(SequenceOptions.Option.INCREMENT, number, getPos()); }
|
    <CYCLE> { said.set(SequenceOptions.Option.CYCLE, null, getPos()); }
|
    option = SequenceLimit() number = NumericLiteral()
    { said.set(option, number, getPos()); }
|
    <NO>
    (
        <CYCLE> { said.no(SequenceOptions.Option.CYCLE, getPos()); }
    |
        option = SequenceLimit() { said.no(option, getPos()); }
    )
}

SequenceOptions.Option SequenceLimit() :
{
}
{
    <MINVALUE> { return SequenceOptions.Option.MINVALUE; }
|
    <MAXVALUE> { return SequenceOptions.Option.MAXVALUE; }
|
    <CACHE> { return SequenceOptions.Option.CACHE; }
}

SqlNode AlterSequence() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier name;
    final SequenceOptions said = new SequenceOptions();
}
{
    <ALTER> { s = span(); } <SEQUENCE>
    ifExists = IfExistsOpt()
    name = CompoundIdentifier()
    (
        SequenceOption(said)
    |
        SequenceRestart(said)
    )+
    {
        return new SqlChangeDefinition(
            s.end(this), new Definition.AlterSequence(name, ifExists, said));
    }
}

void SequenceRestart(SequenceOptions said) :
{
    SqlLiteral number = null;
}
{
    <RESTART> [ [ <WITH> ] number = NumericLiteral() ]
    { said.set(SequenceOptions.Option.RESTART, number, getPos()); }
}

SqlCreate CreateView(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    final List<String> columns = new ArrayList<String>();
    SqlNodeList named = SqlNodeList.EMPTY;
    final SqlParserPos begin;
    final SqlNode query;
}
{
    <VIEW> ifNotExists = IfNotExistsOpt() name = CompoundIdentifier()
    [ named = ParenthesizedSimpleIdentifierList() ]
    <AS> { begin = new SqlParserPos(getToken(1).beginLine, getToken(1).beginColumn); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        for (SqlNode column : named) {
            columns.add(((SqlIdentifier) column).getSimple());
        }
        return new SqlCreateDefinition(
            s.end(this),
            new Definition.CreateView(name, ifNotExists, replace, columns, query, begin));
    }
}

SqlCreate CreateSchema(Span s, boolean replace) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    <SCHEMA> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt() name = SimpleIdentifier()
    {
        return new SqlCreateDefinition(
            s.end(this), new Definition.CreateSchema(name, ifNotExists));
    }
}

SqlNode SetSchema() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <SET> { s = span(); } <SCHEMA> name = SimpleIdentifier()
    { return new SqlSetSchema(s.end(this), name); }
}

SqlDrop DropDefinition(Span s, boolean replace) :
{
    final Definition.Kind kind;
    final boolean ifExists;
    final SqlIdentifier name;
    boolean cascade = false;
}
{
    (
        <SCHEMA> { kind = Definition.Kind.SCHEMA; }
    |
        <SEQUENCE> { kind = Definition.Kind.SEQUENCE; }
    |
        <VIEW> { kind = Definition.Kind.VIEW; }
    )
    ifExists = IfExistsOpt() name = CompoundIdentifier()
    [ <RESTRICT> | <CASCADE> { cascade = true; } ]
    {
        return new SqlDropDefinition(
            s.end(this), new Definition.Drop(kind, name, ifExists, cascade));
    }
}

SqlNode CommentOn() :
{
    final Span s;
    final Commented.Kind kind;
    final SqlIdentifier name;
    SqlNode text = null;
}
{
    <COMMENT> { s = span(); } <ON>
    (
        <TABLE> { kind = Commented.Kind.TABLE; }
    |
        <COLUMN> { kind = Commented.Kind.COLUMN; }
    |
        [ <VECTOR> ] <INDEX> { kind = Commented.Kind.INDEX; }
    |
        <VIEW> { kind = Commented.Kind.VIEW; }
    |
        <SEQUENCE> { kind = Commented.Kind.SEQUENCE; }
    |
        <SCHEMA> { kind = Commented.Kind.SCHEMA; }
    )
    name = CompoundIdentifier() <IS>
    (
        text = StringLiteral()
    |
        <NULL>
    )
    {
        return new SqlChangeDefinition(
            s.end(this),
            new Definition.Comment(
                kind,
                name,
                text == null ? null : ((SqlLiteral) text).getValueAs(String.class)));
    }
}
