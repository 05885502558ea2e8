<#-- CREATE [VECTOR | UNIQUE] INDEX, DROP INDEX. -->
SqlCreate CreateIndex(Span s, boolean replace) :
{
    final boolean ifNotExists;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    final IndexForm index = new IndexForm();
}
{
    [ <VECTOR> { index.vector(); } | <UNIQUE> { index.unique(); } ]
    <INDEX> { Refusals.unless(!replace, "CREATE OR REPLACE", s.pos()); }
    ifNotExists = IfNotExistsOpt()
    [ name = CompoundIdentifier() ]
    <ON> table = CompoundIdentifier()
    [ IndexMethod(index) ]
    <LPAREN> IndexedColumn(index) ( <COMMA> IndexedColumn(index) )* <RPAREN>
    [ IndexMethod(index) ]
    [
        <WITH> <LPAREN>
        IndexOption(index.settings())
        ( <COMMA> IndexOption(index.settings()) )*
        <RPAREN>
    ]
    { return index.build(s.end(this), ifNotExists, name, table); }
}

void IndexMethod(IndexForm index) :
{
    final SqlIdentifier method;
}
{
    <USING> method = SimpleIdentifier() { index.method(method); }
}

void IndexedColumn(IndexForm index) :
{
    final SqlIdentifier column;
    final SqlIdentifier operators;
}
{
    column = SimpleIdentifier() { index.column(column); }
    [
        LOOKAHEAD(SimpleIdentifier(), { getToken(1).kind != ASC && getToken(1).kind != DESC })
        operators = SimpleIdentifier() { index.operators(operators); }
    ]
    [ <ASC> { index.order(false, getPos()); } | <DESC> { index.order(true, getPos()); } ]
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
    boolean cascade = false;
}
{
    [ <VECTOR> ]
    <INDEX> ifExists = IfExistsOpt() name = CompoundIdentifier()
    [ <RESTRICT> | <CASCADE> { cascade = true; } ]
    { return new SqlDropVectraIndex(s.end(this), ifExists, name, cascade); }
}
