#include "app/schema.hpp"

#include "embedded/migrations.hpp"

#include <algorithm>
#include <filesystem>

namespace kontor::app {

std::vector<platform::Migration> embedded_migrations() {
    std::vector<platform::Migration> migrations;
    for (const auto& file : embedded::migrations()) {
        const std::filesystem::path path(file.path);
        migrations.push_back(platform::make_migration(path.parent_path().string(), path.filename(),
                                                      std::string(file.text)));
    }
    std::ranges::sort(migrations, {}, [](const platform::Migration& migration) {
        return std::tuple(migration.schema != "platform", migration.schema, migration.number);
    });
    return migrations;
}

}  // namespace kontor::app
