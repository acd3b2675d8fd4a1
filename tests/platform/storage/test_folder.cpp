#include "platform/storage/storage.hpp"

#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>
#include <fstream>
#include <thread>

using namespace kontor::platform;

namespace fs = std::filesystem;

namespace {

struct TemporaryFolder {
    TemporaryFolder() {
        std::string name = fs::temp_directory_path() / "kontor_storage.XXXXXX";
        REQUIRE(::mkdtemp(name.data()));
        path = name;
    }
    ~TemporaryFolder() { fs::remove_all(path); }

    std::size_t files() const {
        std::size_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(path))
            count += entry.is_regular_file();
        return count;
    }

    fs::path path;
};

std::string content_of(Storage& storage, const std::string& key) {
    const auto content = storage.get(key);
    REQUIRE(content.has_value());
    REQUIRE(content->has_value());
    return **content;
}

}  // namespace

TEST_CASE("what was put is got, byte for byte, under its key and no other") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path / "not" / "there" / "yet");
    const std::string bytes("\0\xff\r\n", 4);
    REQUIRE(storage->put("ab/abcd/640.webp", bytes).has_value());
    REQUIRE(storage->put("ab/abcd/empty", "").has_value());
    CHECK_EQ(content_of(*storage, "ab/abcd/640.webp"), bytes);
    CHECK_EQ(content_of(*storage, "ab/abcd/empty"), "");
    CHECK(*storage->exists("ab/abcd/640.webp"));
    CHECK_FALSE(*storage->exists("ab/abcd/320.webp"));
    CHECK_FALSE(storage->get("ab/abcd/640.webp/deeper")->has_value());
    CHECK_FALSE(*storage->exists("ab/abcd"));
    CHECK_FALSE(storage->get("ab/abcd")->has_value());
}

TEST_CASE("who may read the files is as it was said, whatever the umask is") {
    TemporaryFolder folder;
    const auto who_may = [](const fs::path& path) { return fs::status(path).permissions(); };
    using enum fs::perms;
    const auto before = ::umask(0);
    REQUIRE(folder_storage(folder.path / "secret", Readers::nobody)->put("a/b", "b").has_value());
    REQUIRE(folder_storage(folder.path / "public")->put("a/b", "b").has_value());
    ::umask(before);
    CHECK(who_may(folder.path / "secret") == owner_all);
    CHECK(who_may(folder.path / "secret" / "a") == owner_all);
    CHECK(who_may(folder.path / "secret" / "a" / "b") == (owner_read | owner_write));
    CHECK(who_may(folder.path / "public" / "a" / "b") ==
          (owner_read | owner_write | group_read | others_read));
}

TEST_CASE("a second put replaces the first and leaves nothing behind") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path);
    REQUIRE(storage->put("a/b", "first").has_value());
    REQUIRE(storage->put("a/b", "2nd").has_value());
    CHECK_EQ(content_of(*storage, "a/b"), "2nd");
    CHECK_EQ(folder.files(), 1);
}

TEST_CASE("what is removed is gone, and may be removed again") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path);
    REQUIRE(storage->put("a/b/c", "c").has_value());
    REQUIRE(storage->put("a/b/d", "d").has_value());
    CHECK(storage->remove("a/b/c").has_value());
    CHECK(storage->remove("a/b/c").has_value());
    CHECK_FALSE(*storage->exists("a/b/c"));
    CHECK_EQ(content_of(*storage, "a/b/d"), "d");
    CHECK(storage->remove("a/b/d").has_value());
    CHECK_EQ(folder.files(), 0);
}

TEST_CASE("a key that could leave the folder, or name half a file, is none") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path / "inside");
    for (const auto* key : {"", "/", "/etc/passwd", "..", "../x", "a/../../x", "a//b", "a/", "a/.b",
                            ".a", "a\\b", "a b", "a\nb", "%2e%2e", "\xC3\xA4"}) {
        CAPTURE(std::string(key));
        CHECK_THROWS_AS(storage->put(key, "x"), std::invalid_argument);
        CHECK_THROWS_AS(storage->get(key), std::invalid_argument);
        CHECK_THROWS_AS(storage->exists(key), std::invalid_argument);
        CHECK_THROWS_AS(storage->remove(key), std::invalid_argument);
    }
    CHECK_THROWS_AS(storage->get(std::string("a\0b", 3)), std::invalid_argument);
    CHECK_THROWS_AS(storage->get(std::string(513, 'a')), std::invalid_argument);
    CHECK_EQ(folder.files(), 0);
}

TEST_CASE("a folder that cannot be written says which file and why") {
    TemporaryFolder folder;
    std::ofstream(folder.path / "taken") << "a file where a folder should be";
    const auto put = folder_storage(folder.path / "taken")->put("a/b", "x");
    REQUIRE(put.has_error());
    CHECK_EQ(put.error().code, "storage.unavailable");
    CHECK_NE(put.error().message.find("taken/a/b"), std::string::npos);
    CHECK_NE(put.error().message.find("Not a directory"), std::string::npos);
}

TEST_CASE("whoever reads while others write finds one of the files, whole") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path);
    const std::string first(100'000, 'a');
    const std::string second(100'000, 'b');
    REQUIRE(storage->put("a/b", first).has_value());
    std::jthread writer([&] {
        for (int i = 0; i < 20; ++i) storage->put("a/b", i % 2 ? first : second).value();
    });
    for (int i = 0; i < 200; ++i) {
        const auto seen = content_of(*storage, "a/b");
        CHECK((seen == first || seen == second));
    }
}

TEST_CASE("a folder gives no address of its own") {
    TemporaryFolder folder;
    const auto storage = folder_storage(folder.path);
    CHECK_FALSE(storage->read_url("a/b", std::chrono::hours(1)).has_value());
    CHECK_FALSE(storage->write_url("a/b", 1, std::chrono::hours(1)).has_value());
}
