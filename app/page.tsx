export default function Page() {
  return <p>Countersign</p>
}
