#include "rules.hpp"

#include "support/test_database.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <iterator>

using namespace kontor::architecture;

namespace {

namespace fs = std::filesystem;

fs::path root() {
    return kontor::test::source_directory();
}

fs::path fixtures() {
    return root() / "tests/architecture/fixtures";
}

std::string place(const Violation& violation) {
    return violation.path + ":" + std::to_string(violation.line);
}

std::set<std::string> read_lines(const fs::path& path) {
    std::ifstream file(path);
    return {std::istream_iterator<std::string>(file), {}};
}

std::string read_text(const fs::path& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

bool is_numbered(const std::string& name) {
    return name.ends_with(".cpp") && name.find_first_not_of("0123456789") == 2 && name[2] == '_';
}

void check_every_rule(const Tree& tree) {
    REQUIRE_FALSE(tree.sources.empty());
    for (const auto& rule : rules()) {
        for (const auto& violation : rule.check(tree)) {
            FAIL_CHECK(place(violation) << ": " << rule.name << ": " << violation.message);
        }
    }
}

}  // namespace

TEST_CASE("the tree keeps every rule") {
    check_every_rule(read_tree(root()));
}

TEST_CASE("a tree that keeps every rule in spite of appearances passes") {
    check_every_rule(read_tree(fixtures() / "good"));
}

// Each rule has a folder of its name in fixtures/ with a tiny bad tree, and the places that the
// rule must find there, and no others, in the file expected.
TEST_CASE("every rule finds its bad examples and nothing else") {
    for (const auto& rule : rules()) {
        CAPTURE(rule.name);
        const auto expected = read_lines(fixtures() / rule.name / "expected");
        REQUIRE_FALSE(expected.empty());
        std::set<std::string> found;
        for (const auto& violation : rule.check(read_tree(fixtures() / rule.name))) {
            found.insert(place(violation));
        }
        for (const auto& missed : expected) {
            if (!found.contains(missed)) FAIL_CHECK("not found: " << missed);
        }
        for (const auto& wrong : found) {
            if (!expected.contains(wrong)) FAIL_CHECK("found without reason: " << wrong);
        }
    }
}

TEST_CASE("the table of what is promised to strangers names every test of it") {
    const auto table = read_text(root() / "docs/security.md");
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(root() / "tests/black_box/security")) {
        const auto name = entry.path().filename().string();
        if (!is_numbered(name)) continue;
        ++count;
        if (table.find("`" + name + "`") == std::string::npos)
            FAIL_CHECK("not in docs/security.md: " << name);
    }
    CHECK(count >= 60);
}
