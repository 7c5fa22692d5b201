// Package checklist plans the import of a member's own checklist. [Match] finds the items
// of the group's roadmap that its lines mean. [NewImportPlan] says what would be checked
// and shared, what is only a guess, and what is left out and why. A plan is data: the
// caller shows it, and applies its batch when the member confirms.
package checklist
