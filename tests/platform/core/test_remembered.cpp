#include "platform/core/remembered.hpp"

#include <doctest/doctest.h>

#include <string>

using kontor::platform::Remembered;

namespace {

using Names = Remembered<int, std::string>;

std::string unread() {
    return "read again";
}

}  // namespace

TEST_CASE("what was read is not read again until it is forgotten") {
    Names names(10);
    CHECK(names.get(1, [] { return std::string("one"); }) == "one");
    CHECK(names.get(1, unread) == "one");
    names.forget(1);
    CHECK(names.get(1, unread) == "read again");
    names.forget_all();
    CHECK(names.get(1, [] { return std::string("anew"); }) == "anew");
}

TEST_CASE("what was read before a change is not remembered after it") {
    Names names(10);
    const auto overtaken = [&] {
        names.forget(1);
        return std::string("stale");
    };
    CHECK(names.get(1, overtaken) == "stale");
    CHECK(names.get(1, unread) == "read again");
}

TEST_CASE("only so much is remembered") {
    Names names(1);
    names.get(1, [] { return std::string("one"); });
    names.get(2, [] { return std::string("two"); });
    CHECK(names.get(2, unread) == "two");
    CHECK(names.get(1, unread) == "read again");
}

TEST_CASE("that there is nothing is not remembered") {
    Names names(10);
    CHECK_FALSE(names.get(1, [] { return std::optional<std::string>(); }));
    CHECK(names.get(1, [] { return std::optional<std::string>("come"); }) == "come");
    CHECK(names.get(1, [] { return std::optional<std::string>(); }) == "come");
}

TEST_CASE("of several, what is not remembered is read together") {
    Names names(10);
    CHECK(names.get(1, [] { return std::string("one"); }) == "one");
    const auto key_of = [](int asked) { return asked; };
    const auto read = [](const std::vector<int>& missing) {
        CHECK(missing == std::vector{2, 3});
        return std::vector<std::pair<int, std::string>>{{2, "two"}};
    };
    CHECK(names.get_all(std::vector{1, 2, 3}, key_of, read) ==
          std::vector<std::string>{"one", "two"});
    CHECK(names.get(2, unread) == "two");
    CHECK(names.get(3, unread) == "read again");
}

TEST_CASE("what is read together before a change is not remembered after it") {
    Names names(10);
    const auto read = [&](const std::vector<int>&) {
        names.forget_all();
        return std::vector<std::pair<int, std::string>>{{1, "stale"}};
    };
    const auto found = names.get_all(std::vector{1}, [](int asked) { return asked; }, read);
    CHECK(found == std::vector<std::string>{"stale"});
    CHECK(names.get(1, unread) == "read again");
}
