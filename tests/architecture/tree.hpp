// The source tree in memory, as the rules look at it.
#pragma once

#include "source.hpp"

#include <filesystem>
#include <map>
#include <set>

namespace kontor::architecture {

// What the kontor_module() of a module declares.
struct Module {
    std::set<std::string> calls;
    std::set<std::string> listens;
};

struct Tree {
    std::vector<Source> sources;
    std::map<std::string, Module> modules;

    bool has(const std::string& path) const;
    // "cart" for src/modules/cart/..., "" outside the modules.
    std::string module_of(const Source& source) const;
};

// Reads src, tests and tools; folders named fixtures are somebody's example, not part of the tree.
Tree read_tree(const std::filesystem::path& root);

}  // namespace kontor::architecture
