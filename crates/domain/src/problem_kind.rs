//! Why a program's request was refused: the closed list of kinds that the API tells apart.

use super::slug_enum;

slug_enum! {
    /// A kind of problem, by its name in the `type` of a problem document (RFC 9457).
    ProblemKind, "kind of problem" {
        UnknownParameter = "unknown-parameter", "Unknown parameter";
        BadValue = "bad-value", "Value that cannot be used";
        BadRequest = "bad-request", "Request that cannot be read";
        NotFound = "not-found", "Not found";
        WrongMethod = "wrong-method", "Method not allowed";
        RangeNotSatisfiable = "range-not-satisfiable", "Range not satisfiable";
        TooManyRequests = "too-many-requests", "Too many requests";
        Unavailable = "unavailable", "Not available for now";
        Forbidden = "forbidden", "Not allowed";
        Fault = "fault", "Fault of the server";
    }
}
