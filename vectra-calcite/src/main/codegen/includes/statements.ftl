<#-- Transactions, CHECKPOINT, EXPLAIN, and what is refused by its name. -->
SqlNode TransactionControl() :
{
    final Span s;
    final SqlIdentifier savepoint;
    final SqlTransactionModes.Modes modes;
}
{
    <BEGIN> { s = span(); } [ <WORK> | <TRANSACTION> ]
    [
        modes = TransactionModes()
        { return new SqlTransactionModes(s.end(this), SqlTransactionModes.Scope.BEGIN, modes); }
    ]
    { return SqlTransactionControl.of(s.end(this), SqlTransactionControl.Kind.BEGIN); }
|
    <START> { s = span(); } <TRANSACTION>
    [
        modes = TransactionModes()
        { return new SqlTransactionModes(s.end(this), SqlTransactionModes.Scope.BEGIN, modes); }
    ]
    { return SqlTransactionControl.of(s.end(this), SqlTransactionControl.Kind.BEGIN); }
|
    <COMMIT> { s = span(); } [ <WORK> | <TRANSACTION> ]
    { return SqlTransactionControl.of(s.end(this), SqlTransactionControl.Kind.COMMIT); }
|
    <END> { s = span(); } [ <WORK> | <TRANSACTION> ]
    { return SqlTransactionControl.of(s.end(this), SqlTransactionControl.Kind.COMMIT); }
|
    <ROLLBACK> { s = span(); } [ <WORK> | <TRANSACTION> ]
    (
        <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier() {
            return SqlTransactionControl.of(
                s.end(this), SqlTransactionControl.Kind.ROLLBACK_TO_SAVEPOINT, savepoint);
        }
    |
        { return SqlTransactionControl.of(s.end(this), SqlTransactionControl.Kind.ROLLBACK); }
    )
|
    <SAVEPOINT> { s = span(); } savepoint = SimpleIdentifier() {
        return SqlTransactionControl.of(
            s.end(this), SqlTransactionControl.Kind.SAVEPOINT, savepoint);
    }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier() {
        return SqlTransactionControl.of(
            s.end(this), SqlTransactionControl.Kind.RELEASE_SAVEPOINT, savepoint);
    }
}

/** SET TRANSACTION, and SET SESSION CHARACTERISTICS AS TRANSACTION. */
SqlNode SetTransaction() :
{
    final Span s;
    final SqlTransactionModes.Scope scope;
    final SqlTransactionModes.Modes modes;
}
{
    <SET> { s = span(); }
    (
        <SESSION> <CHARACTERISTICS> <AS> { scope = SqlTransactionModes.Scope.SESSION; }
    |
        { scope = SqlTransactionModes.Scope.TRANSACTION; }
    )
    <TRANSACTION> modes = TransactionModes()
    { return new SqlTransactionModes(s.end(this), scope, modes); }
}

SqlTransactionModes.Modes TransactionModes() :
{
    SqlTransactionModes.Modes modes = SqlTransactionModes.Modes.NONE;
}
{
    modes = TransactionMode(modes)
    ( [ <COMMA> ] modes = TransactionMode(modes) )*
    { return modes; }
}

SqlTransactionModes.Modes TransactionMode(SqlTransactionModes.Modes modes) :
{
}
{
    <READ>
    (
        <ONLY> { return modes.readOnly(true); }
    |
        <WRITE> { return modes.readOnly(false); }
    )
|
    <ISOLATION> <LEVEL>
    (
        <READ> ( <COMMITTED> | <UNCOMMITTED> ) { return modes.statementSnapshots(true); }
    |
        <REPEATABLE> <READ> { return modes.statementSnapshots(false); }
    |
        <SERIALIZABLE>
        {
            Refusals.refuse("Isolation level SERIALIZABLE", getPos());
            return modes;
        }
    )
}

SqlNode Checkpoint() :
{
}
{
    <CHECKPOINT> { return new SqlCheckpoint(getPos()); }
}

/** SET name {= | TO} {value | DEFAULT}. RESET is Calcite's own. */
SqlNode Setting() :
{
    final Span s;
    final SqlIdentifier name;
    SqlNode value = null;
}
{
    <SET> { s = span(); } name = CompoundIdentifier() ( <EQ> | <TO> )
    (
        <DEFAULT_>
    |
        value = Literal()
    |
        <ON> { value = new SqlIdentifier("ON", getPos()); }
    |
        value = SimpleIdentifier()
    )
    { return new SqlSetOption(s.end(this), null, (SqlNode) name, value); }
}

/** SHOW {name | ALL}. */
SqlNode Show() :
{
    final Span s;
    SqlIdentifier name = null;
}
{
    <SHOW> { s = span(); } ( <ALL> | name = SimpleIdentifier() )
    { return SqlShow.of(s.end(this), name); }
}

/** EXPLAIN [ANALYZE | (option, ..)] [PLAN FOR] of a query or a change of rows. */
SqlNode Explain() :
{
    final Span s;
    final SqlNode statement;
    ExplainOptions wanted = ExplainOptions.NONE;
}
{
    <EXPLAIN> { s = span(); }
    [
        LOOKAHEAD(1) <ANALYZE> { wanted = ExplainOptions.ANALYZE; }
    |
        LOOKAHEAD({ getToken(1).kind == LPAREN && getToken(2).kind != SELECT && getToken(2).kind != WITH
            && getToken(2).kind != VALUES && getToken(2).kind != TABLE && getToken(2).kind != LPAREN })
        wanted = ExplainOptionList()
    ]
    [ LOOKAHEAD(2) <PLAN> <FOR> ]
    (
        LOOKAHEAD(2)
        statement = RowChange()
    |
        statement = LockingQuery()
    )
    { return new SqlVectraExplain(s.end(this), wanted, statement); }
}

ExplainOptions ExplainOptionList() :
{
    ExplainOptions wanted;
}
{
    <LPAREN> wanted = ExplainOption(ExplainOptions.NONE)
    ( <COMMA> wanted = ExplainOption(wanted) )*
    <RPAREN> { return wanted; }
}

ExplainOptions ExplainOption(ExplainOptions before) :
{
    final SqlIdentifier name;
    String value = "";
}
{
    name = SimpleIdentifier()
    [
        ( <TRUE> | <FALSE> | <ON> ) { value = token.image; }
    |
        value = Identifier()
    ]
    { return before.with(name, value); }
}

/** Statements that the grammar knows by their first words alone, so that the error can name them. */
SqlNode UnsupportedStatement() :
{
    final String what;
}
{
    (
        <ALTER>
        (
            <INDEX> { what = "ALTER INDEX"; }
        |
            <VIEW> { what = "ALTER VIEW"; }
        )
    |
        <GRANT> { what = "GRANT"; }
    |
        <REVOKE> { what = "REVOKE"; }
    )
    {
        Refusals.refuse(what, getPos());
        return null;
    }
}

SqlCreate UnsupportedCreate(Span s, boolean replace) :
{
    final String what;
}
{
    (
        ( <TEMPORARY> | <GLOBAL> | <LOCAL> ) { what = "A temporary table"; }
    |
        <FUNCTION> { what = "CREATE FUNCTION"; }
    |
        <PROCEDURE> { what = "CREATE PROCEDURE"; }
    |
        <TRIGGER> { what = "CREATE TRIGGER"; }
    |
        <TYPE> { what = "CREATE TYPE"; }
    |
        <DOMAIN> { what = "CREATE DOMAIN"; }
    |
        <USER> { what = "CREATE USER"; }
    |
        <DATABASE> { what = "CREATE DATABASE"; }
    )
    {
        Refusals.refuse(what, s.pos());
        return null;
    }
}

SqlDrop UnsupportedDrop(Span s, boolean replace) :
{
    final String what;
}
{
    (
        <FUNCTION> { what = "DROP FUNCTION"; }
    |
        <TYPE> { what = "DROP TYPE"; }
    |
        <USER> { what = "DROP USER"; }
    |
        <DATABASE> { what = "DROP DATABASE"; }
    )
    {
        Refusals.refuse(what, s.pos());
        return null;
    }
}
