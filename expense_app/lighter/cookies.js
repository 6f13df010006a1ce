// No state is kept in a cookie of the page (the build looks), so there is nothing to read and nothing to write.
export default class Cookies {
  get() {
    return undefined;
  }

  set() {}

  remove() {}
}
