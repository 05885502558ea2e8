<#-- CREATE [VECTOR] INDEX, DROP INDEX. -->
SqlCreate CreateIndex(Span s, boolean replace) :
{
    final boolean ifNotExists;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final SqlIdentifier column;
    SqlIdentifier method = null;
    final SqlIdentifier operators;
    boolean vector = false;
    final SqlNodeList settings = new SqlNodeList(SqlParserPos.ZERO);
}
{
    [ <VECTOR> { vector = true; } ]
    <INDEX> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt()
    [ name = CompoundIdentifier() ]
    <ON> table = CompoundIdentifier()
    [ <USING> method = SimpleIdentifier() ]
    <LPAREN> column = SimpleIdentifier()
    [
        operators = SimpleIdentifier()
        { SqlCreateVectorIndex.addOperators(settings, operators); }
    ]
    (
        <COMMA> SimpleIdentifier() {
            Refusals.unless(!vector, "A vector index over several columns", getPos());
        }
    |
        ( <ASC> | <DESC> )
    )*
    <RPAREN>
    [ <USING> method = SimpleIdentifier() ]
    [
        <WITH> <LPAREN>
        IndexOption(settings)
        ( <COMMA> IndexOption(settings) )*
        <RPAREN>
    ]
    {
        SqlCreateVectorIndex.checkMethod(vector, method, s.end(this));
        return new SqlCreateVectorIndex(s.end(this), ifNotExists, name, table, column, settings);
    }
}

void IndexOption(SqlNodeList settings) :
{
    final SqlIdentifier name;
    final SqlNode value;
}
{
    name = SimpleIdentifier()
    <EQ>
    (
        value = NumericLiteral()
    |
        value = StringLiteral()
    |
        value = SpecialLiteral()
    |
        ( <NONE> | <BIT> ) { value = new SqlIdentifier(token.image, getPos()); }
    |
        value = SimpleIdentifier()
    )
    { SqlCreateVectorIndex.addOption(settings, name, value); }
}

SqlDrop DropIndex(Span s, boolean replace) :
{
    final boolean ifExists;
    final SqlIdentifier name;
}
{
    [ <VECTOR> ]
    <INDEX> ifExists = IfExistsOpt() name = CompoundIdentifier()
    { return new SqlDropVectraIndex(s.end(this), ifExists, name); }
}
