namespace QueryGen.Joins;

/// <summary>What a change of one of two joined tables does to the joined row.</summary>
public static class TableJoin
{
    /// <summary>Whether the joined row changes.</summary>
    /// <param name="ownMayMiss">Rows of the other table are wanted without one of the changed table.</param>
    /// <param name="otherMayMiss">Rows of the changed table are wanted without one of the other.</param>
    /// <param name="hasNew">The changed row is there now.</param>
    /// <param name="hasOld">It was there before.</param>
    /// <param name="hasOther">The other table has a row.</param>
    /// <param name="isThere">The joined row is there now; else it is deleted.</param>
    /// <param name="wasThere">It was there before.</param>
    public static bool Changes(
        bool ownMayMiss, bool otherMayMiss, bool hasNew, bool hasOld, bool hasOther, out bool isThere, out bool wasThere)
    {
        isThere = hasNew || (ownMayMiss && hasOther);
        wasThere = hasOld || (ownMayMiss && hasOther);
        return hasOther || (otherMayMiss && (hasNew || hasOld));
    }

    /// <summary>Whether two rows, of which each may be missing, make a joined one.</summary>
    /// <param name="ownMayMiss">Rows of the other table are wanted without one of this.</param>
    /// <param name="otherMayMiss">Rows of this table are wanted without one of the other.</param>
    /// <param name="hasOwn">This table has a row.</param>
    /// <param name="hasOther">The other table has a row.</param>
    public static bool IsThere(bool ownMayMiss, bool otherMayMiss, bool hasOwn, bool hasOther) =>
        (hasOwn || (ownMayMiss && hasOther)) && (hasOther || otherMayMiss);

    /// <summary>The event time of a joined row: the later of those that are there. Milliseconds.</summary>
    public static long Time(long? leftMs, long? rightMs) => Math.Max(leftMs ?? long.MinValue, rightMs ?? long.MinValue);
}
