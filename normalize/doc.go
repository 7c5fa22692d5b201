// Package normalize brings text into the forms in which it is compared and searched:
// without differences of case, Unicode form and invisible characters and, where spaces do
// not count, without spaces. It also takes Hangul apart, so that ㄱㅂㅈ finds 가비지 and a
// half-typed syllable finds the whole one.
//
// What people typed is stored and shown as [Clean] returns it. The other forms serve comparing
// only.
package normalize
