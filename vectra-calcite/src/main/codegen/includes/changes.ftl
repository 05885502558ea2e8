<#-- INSERT with ON CONFLICT and its other names, UPDATE, DELETE, MERGE; RETURNING. -->
SqlNode RowChange() :
{
    SqlNode change;
    final List<SqlNode> returned = new ArrayList<SqlNode>();
}
{
    (
        change = Insert()
        [ LOOKAHEAD(2) change = OnConflict((SqlInsert) change) ]
        { change = SqlUpsert.ifNamed(change); }
    |
        change = Replace()
    |
        change = SqlUpdate()
    |
        change = SqlDelete()
    |
        change = Merge()
    )
    [
        <RETURNING> AddSelectItem(returned)
        ( <COMMA> AddSelectItem(returned) )*
        { change = new SqlReturning(getPos(), change, new SqlNodeList(returned, getPos())); }
    ]
    { return change; }
}

/**
 * INSERT. A row of defaults alone has no columns, and Calcite knows no alias here: a look at the
 * words after the name tells both.
 */
SqlNode Insert() :
{
    final Span s;
    final SqlIdentifier table;
    final SqlIdentifier alias;
    SqlNodeList columns = null;
    final SqlNode source;
    final SqlNode insert;
}
{
    LOOKAHEAD({
        getToken(4).kind == DEFAULT_
            || getToken(4).kind == DOT && getToken(6).kind == DEFAULT_
    })
    <INSERT> { s = span(); } <INTO> table = CompoundIdentifier() <DEFAULT_> <VALUES>
    { return DefaultRow.insertInto(table, s.end(this)); }
|
    LOOKAHEAD({
        getToken(1).kind == INSERT
            && (getToken(4).kind == AS || getToken(4).kind == DOT && getToken(6).kind == AS)
    })
    <INSERT> { s = span(); } <INTO> table = CompoundIdentifier()
    <AS> alias = SimpleIdentifier()
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return new SqlAliasedInsert(s.end(this), table, source, columns, alias); }
|
    insert = SqlInsert() { return insert; }
}

SqlNode OnConflict(SqlInsert insert) :
{
    final SqlUpsert.Target target;
    final SqlAssignments assignments = new SqlAssignments();
    SqlNode where = null;
}
{
    <ON> <CONFLICT> target = ConflictTarget() <DO>
    (
        <NOTHING>
        { return new SqlUpsert(getPos(), insert, target, new SqlUpsert.Nothing()); }
    |
        <UPDATE> <SET> Assignment(assignments)
        ( <COMMA> Assignment(assignments) )*
        [ where = Where() ]
        {
            return new SqlUpsert(
                getPos(), insert, target, new SqlUpsert.Update(assignments, where));
        }
    )
}

SqlUpsert.Target ConflictTarget() :
{
    final SqlNodeList columns;
    final SqlIdentifier constraint;
}
{
    columns = ParenthesizedSimpleIdentifierList()
    [ <WHERE> { Refusals.refuse("A condition of a conflict target", getPos()); } ]
    { return new SqlUpsert.Columns(columns); }
|
    <ON> <CONSTRAINT> constraint = SimpleIdentifier()
    { return new SqlUpsert.Constraint(constraint); }
|
    { return new SqlUpsert.AnyKey(); }
}

void Assignment(SqlAssignments assignments) :
{
    final SqlIdentifier column;
    final SqlNode value;
}
{
    column = CompoundIdentifier() <EQ> value = Assigned()
    { assignments.add(column, value); }
}

/** Adds the value of an UPDATE's assignment, where Calcite knows expressions alone. */
void AddAssigned(List<SqlNode> values) :
{
    final SqlNode value;
}
{
    value = Assigned() { values.add(value); }
}

SqlNode Assigned() :
{
    final SqlNode value;
}
{
    value = Default() { return value; }
|
    value = Expression(ExprContext.ACCEPT_SUB_QUERY) { return value; }
}

/** REPLACE INTO, as in MySQL and SQLite. */
SqlNode Replace() :
{
    final Span s;
    final SqlIdentifier table;
    SqlNodeList columns = null;
    final SqlNode source;
}
{
    <REPLACE> { s = span(); } <INTO> table = CompoundIdentifier()
    [ LOOKAHEAD(2) columns = ParenthesizedSimpleIdentifierList() ]
    source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    { return SqlUpsert.replace(s.end(this), table, source, columns); }
}

/** MERGE of the standard, and H2's MERGE INTO t (..) KEY (..) VALUES. */
SqlNode Merge() :
{
    final Span s;
    final SqlIdentifier table;
    SqlIdentifier alias = null;
    SqlNodeList columns = null;
    SqlNodeList key = null;
    final SqlNode source;
    final SqlNode condition;
    final List<SqlMergeRows.Clause> clauses = new ArrayList<SqlMergeRows.Clause>();
}
{
    <MERGE> { s = span(); } <INTO> table = CompoundTableIdentifier()
    (
        LOOKAHEAD({
            getToken(1).kind == USING || getToken(1).kind == AS || getToken(2).kind == USING
        })
        [ [ <AS> ] alias = SimpleIdentifier() ]
        <USING> source = TableRef()
        <ON> condition = Expression(ExprContext.ACCEPT_SUB_QUERY)
        ( MergeClause(clauses) )+
        { return new SqlMergeRows(s.end(this), table, alias, source, condition, clauses); }
    |
        [ LOOKAHEAD(3) columns = ParenthesizedSimpleIdentifierList() ]
        [ LOOKAHEAD(2) <KEY> key = ParenthesizedSimpleIdentifierList() ]
        source = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        { return SqlUpsert.merge(s.end(this), table, source, columns, key); }
    )
}

void MergeClause(List<SqlMergeRows.Clause> clauses) :
{
    SqlNode condition = null;
    final SqlMergeRows.Action action;
    final boolean matched;
}
{
    <WHEN>
    (
        <MATCHED> { matched = true; }
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN> action = MergeMatched()
    |
        <NOT> <MATCHED> { matched = false; }
        [ <BY> { Refusals.refuse("WHEN NOT MATCHED BY", getPos()); } ]
        [ <AND> condition = Expression(ExprContext.ACCEPT_SUB_QUERY) ]
        <THEN> action = MergeNotMatched()
    )
    { clauses.add(new SqlMergeRows.Clause(matched, condition, action)); }
}

SqlMergeRows.Action MergeMatched() :
{
    final SqlAssignments assignments = new SqlAssignments();
}
{
    <UPDATE> <SET> Assignment(assignments)
    ( <COMMA> Assignment(assignments) )*
    { return new SqlMergeRows.Update(assignments); }
|
    <DELETE> { return new SqlMergeRows.Delete(); }
|
    <DO> <NOTHING> { return new SqlMergeRows.Nothing(); }
}

SqlMergeRows.Action MergeNotMatched() :
{
    SqlNodeList columns = null;
    final SqlNode row;
}
{
    <INSERT>
    [ columns = ParenthesizedSimpleIdentifierList() ]
    (
        <VALUES> row = RowConstructor()
        { return SqlMergeRows.Insert.of(columns, row); }
    |
        <DEFAULT_> <VALUES>
        { return SqlMergeRows.Insert.ofDefaults(); }
    )
|
    <DO> <NOTHING> { return new SqlMergeRows.Nothing(); }
}

/** A query, and whether its rows are locked. */
SqlNode LockingQuery() :
{
    final SqlNode query;
    SqlIdentifier of = null;
    boolean wait = true;
}
{
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    (
        <FOR> <UPDATE>
        [ <OF> of = SimpleIdentifier() ]
        [
            <NOWAIT> { wait = false; }
        |
            <SKIP_> <LOCKED> { Refusals.refuse("SKIP LOCKED", getPos()); }
        ]
        { return new SqlLocking(getPos(), query, of, wait); }
    |
        { return query; }
    )
}
