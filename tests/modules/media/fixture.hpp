#pragma once

#include "media/module.hpp"
#include "names.hpp"
#include "pictures.hpp"
#include "service.hpp"
#include "support/manual_clock.hpp"
#include "support/test_database.hpp"

#include <doctest/doctest.h>
#include <boost/json/parse.hpp>

#include <cstdlib>

namespace kontor::media {

inline test::TestDatabase& shared() {
    static test::TestDatabase made({"media"});
    return made;
}

template <class T>
std::string refusal_of(const platform::Result<T>& result) {
    return result.has_error() ? result.error().code : "";
}

// A folder that claims to be reached from elsewhere.
class OpenFolder : public platform::Storage {
public:
    explicit OpenFolder(const std::filesystem::path& path)
        : folder_(platform::folder_storage(path)) {}

    platform::Result<> put(const std::string& key, std::string_view bytes,
                           const Headers& headers) override {
        return folder_->put(key, bytes, headers);
    }
    platform::Result<std::optional<std::string>> get(const std::string& key) override {
        return folder_->get(key);
    }
    platform::Result<bool> exists(const std::string& key) override { return folder_->exists(key); }
    platform::Result<> remove(const std::string& key) override { return folder_->remove(key); }
    std::optional<std::string> read_url(const std::string& key,
                                        std::chrono::seconds) const override {
        return "https://store.example/" + key + "?signed";
    }
    std::optional<std::string> write_url(const std::string& key, std::size_t,
                                         std::chrono::seconds) const override {
        return "https://store.example/" + key + "?signed";
    }

private:
    std::unique_ptr<platform::Storage> folder_;
};

struct Studio {
    explicit Studio(const Config& config = {}) {
        std::string name = std::filesystem::temp_directory_path() / "kontor_studio.XXXXXX";
        REQUIRE(::mkdtemp(name.data()));
        data = name;
        shared().superuser().transact([](platform::Tx& tx) {
            tx.run("delete from media.asset");
            tx.run("delete from media.leftover");
            tx.run("delete from media.upload");
        });
        archive = make_media(database, events, clock, data, config);
    }
    ~Studio() { std::filesystem::remove_all(data); }

    // As it is with a store that is reached from elsewhere.
    void open_up() {
        ServiceOptions options;
        options.rendering.widths = {320, 640};
        archive = std::make_unique<Service>(database, events, clock,
                                            std::make_unique<OpenFolder>(data / "media"), options);
    }

    std::size_t files() const {
        std::size_t count = 0;
        if (!std::filesystem::exists(data / "media")) return 0;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(data / "media"))
            count += entry.is_regular_file();
        return count;
    }
    std::int64_t rows(const std::string& table) {
        return shared()
            .superuser()
            .read([&](platform::Reader& reader) {
                return reader.one<std::int64_t>("select count(*) from media." + table);
            })
            .value();
    }
    bool is_untouched() { return files() == 0 && rows("asset") == 0 && rows("leftover") == 0; }

    std::filesystem::path data;
    test::ManualClock clock;
    platform::Database database = shared().database("media");
    platform::EventLog events;
    std::unique_ptr<Archive> archive;
};

}  // namespace kontor::media
