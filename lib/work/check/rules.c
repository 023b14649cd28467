/* The rules of a check, as data: see check.h. */
#include "work/check/check.h"

const struct sms_rule sms_check_rules[] = {
	{"json", SMS_GRADE_MAJOR, "not JSON as RFC 8259 and I-JSON have it",
	 "The text is no JSON, or means different things to different readers: duplicate names, ill-formed UTF-8, a "
	 "byte "
	 "order mark, numbers that a double cannot hold. The place of the first fault is named; correct it there.",
	 false},
	{"schema", SMS_GRADE_MAJOR, "does not fit its schema",
	 "A value is not what the JSON Schema asks for: that of the record's type ('sms types TYPE'), that of "
	 "settings, "
	 "types, rules, maps and reports, or the one given with --schema. The message says what is there and what has "
	 "to be.",
	 false},
	{"limit", SMS_GRADE_MAJOR, "could not be judged: a limit was reached",
	 "The document is nested deeper, is larger, or costs more work against this schema than may be spent on it. It "
	 "counts neither as valid nor as invalid; where nothing else is wrong the exit status is 3.",
	 true},
	{"unjudged", SMS_GRADE_MAJOR, "could not be judged: its type is no good",
	 "The file of the record's type has a fault of its own, found beside this, and neither an earlier commit nor a "
	 "built-in type stands in for it. Correct the type, and check again; until then the exit status is 3.",
	 true},
	{"type", SMS_GRADE_MAJOR, "no type has the prefix of this id, or this name",
	 "A record's id begins with no known prefix, or a type, rule, map, report or setting names a type that is not "
	 "there. 'sms types' lists them; types of the organization's own are files under types/.",
	 false},
	{"member", SMS_GRADE_MAJOR, "a field that the type does not have",
	 "A type, map or report names a field, by its path, that records of the type do not have, or that is of "
	 "another "
	 "kind than is needed here, such as a time. 'sms types TYPE' lists them.",
	 false},
	{"name", SMS_GRADE_MAJOR, "a name that nothing has",
	 "A file names something that it, or the settings, do not define: a set or list of a file of rules, a number "
	 "of "
	 "a report, a priority or calendar of the settings.",
	 false},
	{"clause", SMS_GRADE_MINOR, "a clause that the standard does not have",
	 "Clauses are those of ISO/IEC 20000-1, such as 8.6.1. 'sms explain CLAUSE' prints what one asks.", false},
	{"query", SMS_GRADE_MAJOR, "an expression that cannot be read",
	 "Expressions are those of 'sms list --where': fields, operators and values, joined by and, or, not. The "
	 "message "
	 "names the column where reading ended.",
	 false},
	{"prefix", SMS_GRADE_MAJOR, "the prefix of a type is that of another",
	 "Ids begin with the prefix of their type, so no two types share one. Give the organization's own type "
	 "another.",
	 false},
	{"lifecycle", SMS_GRADE_MAJOR, "a lifecycle that does not hang together",
	 "A state that no moves lead to is never used: add the move, or name it in x-sms.lifecycle.starts where "
	 "records "
	 "may begin in it. The values of the field state, where the schema lists them, are the states of the "
	 "lifecycle.",
	 false},
	{"example", SMS_GRADE_MAJOR, "the example of a type does not fit it",
	 "x-sms.example is the content of a record as people would write it. It has to fit the schema of its own type.",
	 false},
	{"id", SMS_GRADE_MAJOR, "id or type inside is not what the path says, or an id is there twice",
	 "A record's path names its id and type, and the members inside have to agree; one id is one file. A file that "
	 "was copied or "
	 "renamed "
	 "by hand is the usual cause; ids are never reused.",
	 false},
	{"state", SMS_GRADE_MAJOR, "a state that the lifecycle does not have",
	 "'sms types TYPE' prints the states of a type and the steps between them. Change states with 'sms move'.",
	 false},
	{"log", SMS_GRADE_MAJOR, "a state that its log does not lead to",
	 "Every step is written to the record's log with time and person, so the last step there leads to the state it "
	 "has. A state that was set by hand is the usual cause: set it back, and take the step with 'sms move'.",
	 false},
	{"file", SMS_GRADE_MAJOR, "not a regular file, or not where such files are",
	 "Records are regular files: a symbolic link, a submodule or a folder in the place of one is not followed. "
	 "Their "
	 "names are ids in capitals, and id and date say the folder; a file elsewhere is found by nobody.",
	 false},
	{"link", SMS_GRADE_MINOR, "a link whose target is missing, void, or of a type it may not be",
	 "A field or link names another record by its id. Either that record is not there, was voided, or its type is "
	 "none that may stand here. Correct the id, or make the record that it means.",
	 false},
	{"statement", SMS_GRADE_MAJOR, "an approval statement that is no good",
	 "A file under approvals/ does not have the form of a statement. Statements are written by 'sms approve' and "
	 "the "
	 "like and never edited; restore the file from history.",
	 false},
	{"signers", SMS_GRADE_MINOR, "a line of allowed_signers that counts for nothing",
	 "What OpenSSH would leave to a guess is refused: patterns, certificate authorities, dates without Z, unknown "
	 "options, a key of two persons, a principal that is nobody on record. Signatures with such a key do not "
	 "count. Correct the line, or write it with 'sms key add'; 'sms key list' shows all.",
	 false},
	{"stale", SMS_GRADE_MINOR, "an approved record whose content was changed",
	 "An approval is about one exact content. The record was changed since, so nobody has approved what it says "
	 "now. "
	 "'sms diff ID --approved' shows the difference; submit it again, or take the change back.",
	 false},
	{"unapproved", SMS_GRADE_MAJOR, "a state that takes an approval which is not there",
	 "The record was made, imported or written by hand in a state that it comes to only by an approval "
	 "(needs_approval in 'sms types TYPE'), and no content of it was ever approved by all rules of sms.json. "
	 "Have it approved as it is, or move it back. What is closed is history and not asked about.",
	 false},
	{"prose", SMS_GRADE_MINOR, "a document without its Markdown",
	 "A document has its text in a Markdown file beside its record, and here that is missing or empty.", false},
	{"form", SMS_GRADE_MINOR, "not in canonical form",
	 "Records are stored in one form only, so that a difference shows what changed and nothing else. 'sms fmt' "
	 "restores it after an edit by hand.",
	 false},
	{"attributes", SMS_GRADE_MAJOR, ".gitattributes would change records on checkout",
	 "An attribute lets git rewrite files as it checks them out, so that what is read differs from what is stored "
	 "and "
	 "approved. Remove the line, or exempt records, documents and approvals from it.",
	 false},
	{"type-needed", SMS_GRADE_MAJOR, "an own type lacks what the audit or a report looks at",
	 "A file under types/ takes the place of a type that comes with sms, or extends it, and a field, state or "
	 "value "
	 "that requirements or reports look at by name is no longer there: they would find nothing. The message names "
	 "the first of them; 'sms types --check' lists all. Put it back into the file.",
	 false},
	{NULL, SMS_GRADE_OBSERVATION, NULL, NULL, false},
};
