// What the rounds have in common.
#pragma once

#include "buyers.hpp"
#include "report.hpp"

namespace kontor::chaos {

// 60 of which there is plenty, and 20 of which there are five.
std::vector<Good> many_goods();

void sleep_for(std::chrono::duration<double> time);

// Runs all at the same moment, each on a thread of its own.
void at_once(std::size_t times, const std::function<void(std::size_t)>& act);

double purchases_a_second(const Crowd& crowd, std::chrono::seconds time);
void note_throughput(Report& report, const std::string& what, double before, double after);

void expect_good_end(Shop& shop, Report& report);

}  // namespace kontor::chaos
