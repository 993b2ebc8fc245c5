// Slips of the parse, set right. Most come with headlines, of which the treebanks have few: a comma for `and`, and who
// speaks before a colon.
#pragma once

#include "language/language.h"

namespace dragoman {

// Needs children, and leaves them right. In this order:
// - Of two subjects of one predicate with nothing but a comma between them the second is coordinated with the first
//   ("Merkel, Macron urge Iran"), or in apposition where another comma closes it; but the name of a people is the first
//   of two that describe the second ("Turkish, Greek leaders meet"). An apposition of a subject that no comma closes,
//   or that further members of a list follow, is coordinated too. A subject with a colon behind it is none ("Putin:
//   Ukraine must yield").
// - In a headline (a paragraph of a few words without a stop) the past of a verb that takes an object and has none is a
//   passive without its auxiliary ("Editor freed after two years", "Army accused of burning villages").
// - A name right before its verb, which has no subject, is that, and no oblique ("Secretary of State Ann Lee spoke").
// - "was accused by the union of beating miners", "acquitted the guard of beating miners": the gerund is of who is
//   accused.
// - "is due to meet" is no preposition "due to".
// - "threatened to block the bill but dropped it": a finite verb goes with the finite one, not with the infinitive that
//   hangs on that.
// - "denied that guards had used force and blamed students": the second act of speech is of who denied.
void mend(Document& doc);

}  // namespace dragoman
