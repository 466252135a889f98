namespace QueryGen.Joins;

/// <summary>What a row of the left table tells the place where the row is that it names. The numbers stand in a topic.</summary>
public enum ForeignKeyRequest
{
    /// <summary>It names the row; an answer is wanted if the row is there.</summary>
    Subscribe = 0,

    /// <summary>It names the row; an answer is wanted in any case.</summary>
    SubscribeAndAnswer = 1,

    /// <summary>It names the row no more.</summary>
    Unsubscribe = 2,

    /// <summary>It names the row no more; an answer is wanted, to write that there is no row.</summary>
    UnsubscribeAndAnswer = 3,
}

/// <summary>What comes of a request.</summary>
public static class ForeignKeyRequests
{
    /// <summary>Whether the row of the left table names the other row behind it.</summary>
    public static bool Names(this ForeignKeyRequest request) =>
        request is ForeignKeyRequest.Subscribe or ForeignKeyRequest.SubscribeAndAnswer;

    /// <summary>Whether an answer is wanted.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isFound">The row that is named is there.</param>
    public static bool IsAnswered(this ForeignKeyRequest request, bool isFound) =>
        request is ForeignKeyRequest.SubscribeAndAnswer or ForeignKeyRequest.UnsubscribeAndAnswer
        || (isFound && request == ForeignKeyRequest.Subscribe);
}
