<#-- Types and operators. -->
SqlTypeNameSpec VectraTypeName() :
{
    final Span s;
    int dimensions = 0;
    int bits = 53;
    final String name;
    SqlIdentifier element = null;
}
{
    <VECTOR> { s = span(); }
    (
        <LPAREN> dimensions = UnsignedIntLiteral()
        [ <COMMA> element = SimpleIdentifier() ]
        <RPAREN>
    |
        { return SqlVectorTypeNameSpec.ofAnyDimensions(s.pos()); }
    )
    { return SqlVectorTypeNameSpec.of(dimensions, element, s.end(this)); }
|
    ( <IDENTIFIER> | <BIT> | <NUMBER> ) { s = span(); name = token.image; } <LPAREN>
    {
        Refusals.unknownType(name, s.pos());
        return null;
    }
|
    ( <TEXT> | <STRING> | <CLOB> )
    { return new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, getPos()); }
|
    <BLOB>
    { return new SqlBasicTypeNameSpec(SqlTypeName.VARBINARY, getPos()); }
|
    <DATETIME>
    { return new SqlBasicTypeNameSpec(SqlTypeName.TIMESTAMP, getPos()); }
|
    <TINYINT>
    { return new SqlBasicTypeNameSpec(SqlTypeName.SMALLINT, getPos()); }
|
    <FLOAT> { s = span(); }
    [ <LPAREN> bits = UnsignedIntLiteral() <RPAREN> ]
    {
        return new SqlBasicTypeNameSpec(
            bits <= 24 ? SqlTypeName.REAL : SqlTypeName.DOUBLE, s.end(this));
    }
|
    <JSON> { return new SqlJsonTypeNameSpec(getPos()); }
}

/** {@code JSON '..'}. */
SqlNode JsonLiteral() :
{
    final Span s;
    final String text;
}
{
    <JSON> { s = span(); } text = SimpleStringLiteral()
    { return SqlLiteral.createUnknown("JSON", text, s.end(this)); }
}

/** {@code json -> step}, {@code json ->> step}. */
void JsonArrow(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlBinaryOperator operator;
}
{
    (
        <LAMBDA> { operator = JsonOperators.ARROW; }
    |
        <TEXT_ARROW> { operator = JsonOperators.TEXT_ARROW; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

void DistanceOperator(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlBinaryOperator operator;
}
{
    (
        <COSINE_OPERATOR> { operator = VectorOperators.COSINE; }
    |
        <EUCLIDEAN_OPERATOR> { operator = VectorOperators.EUCLIDEAN; }
    |
        <DOT_OPERATOR> { operator = VectorOperators.DOT; }
    )
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(operator, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** {@code value::type}. */
void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST> {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(SqlLibraryOperators.INFIX_CAST, getPos()));
    }
    type = DataType() { list.add(type); }
}
