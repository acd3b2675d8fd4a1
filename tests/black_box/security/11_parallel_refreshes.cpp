#include "members.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace kontor::test {

TEST_CASE("11: of twenty refreshes with one token at one time one gets a branch") {
    const auto member = new_member("parallel11");
    std::atomic<int> renewed = 0;
    std::atomic<int> refused = 0;
    {
        std::vector<std::jthread> clients;
        for (int i = 0; i < 20; ++i)
            clients.emplace_back([&] {
                const auto status = refresh(member.refresh_token).status;
                renewed += status == 200 ? 1 : 0;
                refused += status == 400 ? 1 : 0;
            });
    }
    CHECK(renewed == 1);
    CHECK(refused == 19);
}

}  // namespace kontor::test
