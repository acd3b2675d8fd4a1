#include "rules.hpp"

namespace kontor::architecture {

const std::vector<Rule>& rules() {
    static const std::vector<Rule> table{
        {"heavy_includes", check_heavy_includes},
        {"platform_knows_no_module", check_platform_knows_no_module},
        {"declared_includes", check_declared_includes},
        {"own_schema", check_own_schema},
        {"function_length", check_function_length},
        {"file_length", check_file_length},
        {"owned_todo", check_owned_todo},
        {"pragma_once", check_pragma_once},
        {"built_sources", check_built_sources},
    };
    return table;
}

}  // namespace kontor::architecture
