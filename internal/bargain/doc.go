// Package bargain finds packages: one variant for every open choice at once.
//
// A [Problem] has choices with their variants, parties with what each variant is
// worth to them and the least that they would sign, and linkages. From it come
// the package that is best in one of several senses ([Problem.Solve]), all
// packages that nobody can improve on without a loss for somebody
// ([Problem.Efficient]), and what a mediator asks of them: which demands exclude
// each other ([Problem.Conflict]), which choices block ([Problem.Blocking]), how
// firm an answer is ([Problem.Sensitivity], [Problem.Robustness]) and whether an
// agreed text could be better for all ([Problem.Improve]).
//
// It promises that a solution called proven is the optimum to within a billionth
// (of the largest utility, where that is above 1), that the bound of one that is
// not proven holds, and that the same problem and options give the same answer.
// The answer is found by branch and bound: the bound of a part of the search is
// the Lagrangian one, in which parties and linkages get prices (see dual), and
// variants that cannot be in a better package are struck off by the same prices.
//
// Nothing here knows a clock: what takes long asks the caller ([Options.Go])
// whether to go on, and gives the best that it has when told to stop.
//
// Sources: J. F. Nash, The Bargaining Problem, Econometrica 18 (1950); E. Kalai
// and M. Smorodinsky, Other Solutions to Nash's Bargaining Problem, Econometrica
// 43 (1975); H. Raiffa, The Art and Science of Negotiation (1982); M. L. Fisher,
// The Lagrangian Relaxation Method for Solving Integer Programming Problems,
// Management Science 27 (1981).
package bargain
