// What neither the compiler nor the database can check.
#pragma once

#include "tree.hpp"

namespace kontor::architecture {

struct Violation {
    std::string path;
    int line = 0;
    std::string message;
};

using Violations = std::vector<Violation>;

struct Rule {
    std::string name;
    Violations (*check)(const Tree&);
};

const std::vector<Rule>& rules();

// Walls between rooms and modules.
Violations check_heavy_includes(const Tree& tree);
Violations check_platform_knows_no_module(const Tree& tree);
Violations check_declared_includes(const Tree& tree);
Violations check_own_schema(const Tree& tree);

// Readable files.
Violations check_function_length(const Tree& tree);
Violations check_file_length(const Tree& tree);
Violations check_owned_todo(const Tree& tree);
Violations check_pragma_once(const Tree& tree);
Violations check_built_sources(const Tree& tree);

}  // namespace kontor::architecture
