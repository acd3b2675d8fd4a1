#include "app/demo.hpp"

#include "embedded/demo.hpp"

#include "platform/json/json.hpp"

#include <sstream>

namespace kontor::app {

void stock_demo_shop(Modules& modules) {
    if (!modules.catalog->ids_after(std::nullopt, 1).empty()) return;
    std::vector<catalog::NewProduct> goods;
    for (const auto& file : embedded::demo()) {
        std::istringstream lines{std::string(file.text)};
        for (std::string line; std::getline(lines, line);)
            goods.push_back(platform::json::read<catalog::NewProduct>(line).value());
    }
    for (const auto& product : modules.catalog->create_all(goods)) product.value();
}

}  // namespace kontor::app
