#include "media/module.hpp"
