#include "stage.hpp"

#include <cmath>
#include <latch>

namespace kontor::chaos {

std::vector<Good> many_goods() {
    std::vector<Good> goods;
    for (int number = 0; number < 60; ++number)
        goods.push_back({"PLENTY-" + std::to_string(number), 1'000'000});
    for (int number = 0; number < 20; ++number)
        goods.push_back({"HOT-" + std::to_string(number), 5});
    return goods;
}

void sleep_for(std::chrono::duration<double> time) {
    std::this_thread::sleep_for(time);
}

void at_once(std::size_t times, const std::function<void(std::size_t)>& act) {
    std::latch ready(static_cast<std::ptrdiff_t>(times));
    std::vector<std::jthread> threads;
    for (std::size_t time = 0; time < times; ++time)
        threads.emplace_back([&, time] {
            ready.arrive_and_wait();
            act(time);
        });
}

double purchases_a_second(const Crowd& crowd, std::chrono::seconds time) {
    const auto before = crowd.bought();
    sleep_for(time);
    return static_cast<double>(crowd.bought() - before) / static_cast<double>(time.count());
}

void note_throughput(Report& report, const std::string& what, double before, double after) {
    report.note(what, std::to_string(std::lround(before)) + " and " +
                          std::to_string(std::lround(after)) + " purchases a second: " +
                          std::to_string(std::lround(100 * after / before)) + " %");
}

void expect_good_end(Shop& shop, Report& report) {
    const auto status = shop.close();
    report.expect("asked to end, the shop ends well", status == 0,
                  "status " + std::to_string(status));
}

}  // namespace kontor::chaos
