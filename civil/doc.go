// Package civil has the calendar day: a date without a time and without a zone. Weeks,
// months and study days need a zone and a rule; they are in package study.
package civil
